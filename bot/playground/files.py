"""Files that the app uploads: promised, sent, completed, and only a moment later ready to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

READY_AFTER = 2.0
"""Seconds that Slack works on a file after its upload is complete."""


@dataclass(slots=True)
class File:
    """One upload."""

    id: str
    name: str
    length: int
    title: str = ""
    alt_text: str = ""
    content: bytes | None = None
    completed: float | None = None
    """When the upload was completed; None before."""
    created: float = 0.0
    by: str = ""
    """Who handed it in with a form; empty for what the app uploaded."""

    @property
    def mimetype(self) -> str:
        """Return what kind of file its name says it is."""
        ending = self.name.rpartition(".")[2].lower()
        kinds = {
            "png": "image/png",
            "jpg": "image/jpeg",
            "jpeg": "image/jpeg",
            "gif": "image/gif",
            "json": "application/json",
        }
        return kinds.get(
            ending, "text/plain" if ending in {"txt", "md", "csv"} else "application/octet-stream"
        )

    def is_ready(self, now: float) -> bool:
        """Say whether a block may refer to it."""
        return self.completed is not None and now >= self.completed + READY_AFTER

    def as_slack(self, url: str, now: float) -> dict[str, Any]:
        """Return the file object of files.info: without mimetype while Slack still works on it."""
        ready = self.is_ready(now)
        return {
            "id": self.id,
            "created": int(self.created),
            "timestamp": int(self.created),
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": self.mimetype if ready else "",
            "filetype": self.name.rpartition(".")[2].lower() if ready else "",
            "size": len(self.content or b""),
            "alt_txt": self.alt_text,
            **({"user": self.by} if self.by else {}),
            "url_private": f"{url}/files/{self.id}/{self.name}",
            "url_private_download": f"{url}/files/{self.id}/{self.name}",
            "permalink": f"{url}/files/{self.id}/{self.name}",
            "is_public": False,
        }
