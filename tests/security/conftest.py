"""The district of the use-cases' stories serves these too."""

from tests.usecases.conftest import dispatcher, district, sameness, village, world

__all__ = ["dispatcher", "district", "sameness", "village", "world"]
