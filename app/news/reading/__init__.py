"""News as it is read aloud: figures, dates, units and short forms spelled out in Vietnamese.

The rules follow how the language is spoken in the north of the country ("linh", "nghìn", "mùng").
"""

from app.news.reading.spelling import spell

__all__ = ["spell"]
