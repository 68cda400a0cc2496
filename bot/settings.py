"""The environment, typed and read once; what is wrong with it is told in one line, and no secret ever is."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

_ADMIN = re.compile(r"T[A-Z0-9]+:[UW][A-Z0-9]+")
_KEY_BYTES = 32


def _shaped(shape: str) -> AfterValidator:
    """Return a check that a secret has this shape; what it says of a wrong one does not repeat it."""

    def check(value: SecretStr) -> SecretStr:
        if not re.fullmatch(shape, value.get_secret_value()):
            raise ValueError("malformed")
        return value

    return AfterValidator(check)


def _is_key(value: SecretStr) -> SecretStr:
    for key in value.get_secret_value().split(","):
        try:
            size = len(base64.urlsafe_b64decode(key.strip()))
        except ValueError:
            size = 0
        if size != _KEY_BYTES:
            raise ValueError("malformed")
    return value


_BotToken = Annotated[SecretStr, _shaped(r"xox[be](\.xoxb)?-\S+")]
_AppToken = Annotated[SecretStr, _shaped(r"xapp-\S+")]
_Secret = Annotated[SecretStr, _shaped(r"\S+")]
_Database = Annotated[SecretStr, _shaped(r"(sqlite|postgres|postgresql)(\+\w+)?:\S+")]
_Keys = Annotated[SecretStr, AfterValidator(_is_key)]


class SettingsError(Exception):
    """Settings that are missing or malformed; an argument each, which names it and says what to do."""

    def __str__(self) -> str:
        return "; ".join(map(str, self.args))


class Settings(BaseSettings):
    """Every setting; a field's description says what to do where it is missing or malformed."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        str_strip_whitespace=True,
    )

    slack_bot_token: _BotToken | None = Field(
        None,
        description="copy the Bot User OAuth Token (xoxb-...) from OAuth & Permissions of your Slack app",
    )
    slack_signing_secret: _Secret | None = Field(
        None, description="copy the Signing Secret from Basic Information of your Slack app"
    )
    slack_app_token: _AppToken | None = Field(
        None,
        description="make an App-Level Token (xapp-...) with connections:write in Basic Information",
    )
    slack_client_id: str | None = Field(
        None, description="copy the Client ID from Basic Information of your Slack app"
    )
    slack_client_secret: _Secret | None = Field(
        None, description="copy the Client Secret from Basic Information of your Slack app"
    )
    slack_api_url: str = Field(
        "https://slack.com/api/",
        pattern=r"^https?://[^\s/]+(/\S*)?$",
        description="give the address of a Slack Web API, such as https://slack.com/api/",
    )
    database_url: _Database | None = Field(
        None, description="give an address such as postgresql://user:password@host/name, or leave it out"
    )
    port: int = Field(3000, ge=0, le=65535, description="give a number from 0 to 65535")
    metrics_port: int | None = Field(
        None, ge=1, le=65535, description="give a number from 1 to 65535, or leave it out"
    )
    host: str = Field(
        "0.0.0.0",  # noqa: S104 - a platform's router reaches the app from outside its container
        pattern=r"^[^\s/]+$",
        description="give an address to listen on, such as 0.0.0.0 or 127.0.0.1",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="choose DEBUG, INFO, WARNING or ERROR"
    )
    log_format: Literal["text", "json"] = Field("text", description="choose text or json")
    rolecall_knowledge: Path | None = Field(None, description="give the path of a knowledge folder")
    rolecall_admins: Annotated[tuple[tuple[str, str], ...], NoDecode] = Field(
        (), description="list workspace and person as T0123ABCD:U0123ABCD, with commas between"
    )
    rolecall_pace: int = Field(
        60, ge=0, description="give how many requests a person may make a minute; 0 for any number"
    )
    rolecall_encryption_key: _Keys | None = Field(
        None,
        description="give 32 random bytes in URL-safe base64; where keys change, the newest first, by commas",
    )
    rolecall_test_database_url: _Database | None = Field(
        None, description="give the address of a PostgreSQL on which tests may make databases"
    )

    @field_validator("slack_api_url")
    @classmethod
    def _ends_in_slash(cls, value: str) -> str:
        return value if value.endswith("/") else value + "/"

    @field_validator("log_level", mode="before")
    @classmethod
    def _in_capitals(cls, value: Any) -> Any:  # noqa: ANN401 - not checked yet
        return value.upper() if isinstance(value, str) else value

    @field_validator("rolecall_admins", mode="before")
    @classmethod
    def _split_admins(cls, value: Any) -> Any:  # noqa: ANN401 - not checked yet
        if not isinstance(value, str):
            return value
        admins = [admin.strip() for admin in value.split(",") if admin.strip()]
        if not all(_ADMIN.fullmatch(admin) for admin in admins):
            raise ValueError("not a list of workspace and person")
        return tuple(tuple(admin.split(":")) for admin in admins)

    @property
    def installable(self) -> bool:
        """Whether workspaces install the app themselves, rather than it having the token of one."""
        return not self.slack_bot_token and bool(self.slack_client_id or self.slack_client_secret)

    def require(self, *names: str) -> None:
        """Raise SettingsError where one of these is missing."""
        missing = [name for name in names if getattr(self, name) is None]
        if missing:
            raise SettingsError(*(_line(name, "is missing") for name in missing))


def read_settings(**given: Any) -> Settings:  # noqa: ANN401 - any setting
    """Return the settings of the environment and `.env`; what is given comes first. Raise SettingsError."""
    try:
        return Settings(**given)
    except ValidationError as error:
        names = dict.fromkeys(str(fault["loc"][0]) for fault in error.errors(include_input=False))
    except UnicodeDecodeError:
        raise SettingsError(".env is not UTF-8: save it as such") from None
    except OSError as error:
        raise SettingsError(f".env cannot be read: {error.strerror}") from None
    # Outside the handler, so that no traceback can carry the refused value.
    raise SettingsError(*(_line(name, "is malformed") for name in names))


def refused(name: str, why: str) -> SettingsError:
    """Return the error that says that Slack does not take a setting."""
    return SettingsError(_line(name, f"was refused by Slack ({why})"))


def _line(name: str, fault: str) -> str:
    return f"{name.upper()} {fault}: {Settings.model_fields[name].description}"
