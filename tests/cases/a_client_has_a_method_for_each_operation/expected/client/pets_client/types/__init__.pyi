from ._pets import Cat as Cat
from ._pets import Dog as Dog
from ._pets import Pet as Pet
