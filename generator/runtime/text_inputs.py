"""The types of arguments whose text has a format: the text itself, or a value of Python for it."""

from __future__ import annotations

import datetime
import decimal
import uuid
from typing import TypeAlias

DateInput: TypeAlias = str | datetime.date
DateTimeInput: TypeAlias = str | datetime.datetime
DecimalInput: TypeAlias = str | decimal.Decimal
TimeInput: TypeAlias = str | datetime.time
UUIDInput: TypeAlias = str | uuid.UUID
