"""The topics an appeal can have: the product's own list, which a district may rename or switch off."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """`code` is «category.topic»; `name` and `category_name` are shown to people.

    `answer_days` is how many working days the first answer may take; None means the district's default.
    """

    code: str
    name: str
    category_name: str
    answer_days: int | None = None

    @property
    def category(self) -> str:
        return self.code.split(".", 1)[0]
