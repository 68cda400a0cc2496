"""The pages that people see in a browser while they bring the app into their workspace."""

from __future__ import annotations

from html import escape

_LOOK = """
body { margin: 0; background: #f6f7f8; color: #1d1c1d; font: 1.125rem/1.6 system-ui, sans-serif; }
main { box-sizing: border-box; max-width: 38rem; margin: 10vh auto; padding: 2.5rem; background: #fff;
  border: 1px solid #d5dade; border-radius: .75rem; }
h1 { margin: 0 0 1rem; font-size: 1.75rem; line-height: 1.25; }
p { margin: 0 0 1rem; }
a.go { display: inline-block; margin-top: .5rem; padding: .75rem 1.5rem; border-radius: .5rem;
  background: #1f3a4d; color: #fff; font-weight: 600; text-decoration: none; }
a.go:hover { background: #2c5270; }
a:focus-visible { outline: 3px solid #1264a3; outline-offset: 3px; }
@media (prefers-color-scheme: dark) {
  body { background: #14181b; color: #f2f4f5; }
  main { background: #1d2327; border-color: #3a444b; }
  a.go { background: #cfe3f1; color: #10202b; }
  a.go:hover { background: #fff; }
  a:focus-visible { outline-color: #8cc6f0; }
}
@media (max-width: 40rem) { main { margin: 0; min-height: 100vh; border: 0; border-radius: 0; } }
"""

_ANEW = ("Start again", "install")


def invitation(address: str) -> str:
    """Return the page that leads to Slack, at this address."""
    return _page(
        "Add Rolecall to Slack",
        (
            "Rolecall answers who does what in a data organisation: what a role is, who owns a topic, and "
            "whom to ask.",
            "Slack will show what it asks for, and lets you choose the workspace. It hears mentions and "
            "messages to it, and nothing else that is said.",
        ),
        ("Continue to Slack", address),
    )


def welcome(team: str, address: str) -> str:
    """Return the page for somebody whose workspace now has the app; `address` opens it in Slack."""
    return _page(
        f"Rolecall is in {team}" if team else "Rolecall is in your workspace",
        (
            "In Slack, type /role to see every role, or write to Rolecall directly. To ask it in a channel, "
            "type /invite @rolecall there first.",
        ),
        ("Open it in Slack", address),
    )


def cancelled() -> str:
    """Return the page for somebody who said no to Slack."""
    return _page("Nothing was installed", ("You can come back to this whenever you like.",), _ANEW)


def too_old() -> str:
    """Return the page for somebody who took too long, comes twice, or from another browser."""
    return _page(
        "This link is no longer good",
        (
            "It works once, for ten minutes, and in the browser it was opened in. Nothing was changed by it.",
            "If Rolecall does not answer in your workspace, please start again.",
        ),
        _ANEW,
    )


def unconfirmed() -> str:
    """Return the page for an installation that Slack does not confirm."""
    return _page("Slack did not confirm this", ("Nothing was installed. Please start again.",), _ANEW)


def later(reference: str) -> str:
    """Return the page for what did not work on our side."""
    return _page(
        "That did not work",
        (
            "Something is amiss on my side, sorry. Please try once more in a few minutes; if it happens "
            f"again, give whoever runs Rolecall this reference: {reference}",
        ),
        _ANEW,
    )


def _page(title: str, paragraphs: tuple[str, ...], link: tuple[str, str]) -> str:
    label, address = link
    text = "".join(f"<p>{escape(each)}</p>" for each in paragraphs)
    return (
        f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_LOOK}</style></head><body><main><h1>{escape(title)}</h1>{text}"
        f'<a class="go" href="{escape(address)}">{escape(label)}</a></main></body></html>'
    )
