"""What was asked of the server and what it answered."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Call:
    """One request. `time` is Unix seconds, `took` seconds; the answer is read only when somebody looks."""

    method: str
    params: dict[str, Any]
    status: int
    body: bytes
    time: float
    took: float
    fault: str = ""

    @property
    def answer(self) -> Any:
        """What the server answered, or would have answered had there been no fault."""
        return json.loads(self.body) if self.body else None

    @property
    def ok(self) -> bool:
        return self.status == 200 and not self.fault

    @property
    def error(self) -> str:
        return "" if self.status == 200 else str((self.answer or {}).get("description", ""))

    def as_json(self) -> dict[str, Any]:
        return {
            "method": self.method,
            "params": self.params,
            "status": self.status,
            "answer": self.answer,
            "time": self.time,
            "took": self.took,
            "fault": self.fault,
        }
