"""Words as they are read aloud: figures, dates, units and short forms spelled out in Vietnamese.

The rules follow how the language is spoken in the north of the country ("linh", "nghìn", "mùng").
"""

from app.voices.reading.spelling import code, spell

__all__ = ["code", "spell"]
