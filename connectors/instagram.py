"""Instagram messaging: Messenger's shapes with fewer and shorter parts.

https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/messaging-api
"""

from __future__ import annotations

from connectors.message import OutgoingMessage
from connectors.messenger import Messenger


class Instagram(Messenger):
    """One account or several; the account that was written to answers."""

    name = "instagram"
    rate = 20.0
    text_limit = 1000

    def _links(self, message: OutgoingMessage) -> bool:
        """There are no buttons that open pages in a plain message: links stay in the text."""
        return False
