from typing import TypeAlias

from ..._shop_arguments import Gift as _Gift

Item: TypeAlias = _Gift
