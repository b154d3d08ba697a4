from .pets import Cat as Cat
from .pets import Dog as Dog
from .pets import Pet as Pet
