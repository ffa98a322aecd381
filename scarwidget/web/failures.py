"""The last net: whatever goes wrong inside becomes a readable document.

The log gets a line without a word of what the visitor asked.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from scarwidget.edition import WidgetFailed

logger = logging.getLogger("scarwidget")


class FailuresMiddleware:
    """Answers for an endpoint that raised. Pure ASGI."""

    def __init__(self, app: ASGIApp, *, answer: Callable[[Request], Response]) -> None:
        self.app = app
        self.answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; if that raises before anything was sent, answer 500."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def noted(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except WidgetFailed as failure:
            logger.error("%s", failure)
            if not started:
                await self.answer(Request(scope))(scope, receive, send)
        except Exception as error:
            # The message of an exception may hold the input that caused it: it is not logged.
            places = "".join(traceback.format_tb(error.__traceback__))
            logger.error("%s while answering\n%s", type(error).__name__, places)
            if not started:
                await self.answer(Request(scope))(scope, receive, send)
