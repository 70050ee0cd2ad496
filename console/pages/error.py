"""The page, or the notice in a page, that says what did not work."""

from __future__ import annotations

from fastapi import Request, Response

from console.templating import render, wants_fragment


def error_page(request: Request, status: int, detail: str) -> Response:
    """A page with the sentence; for htmx a notice that replaces nothing else."""
    if not hasattr(request.state, "console"):  # no route of the console took the request
        return Response(detail, status, media_type="text/plain")
    if wants_fragment(request):
        response = render(request, "_notice.html", status=status, detail=detail)
        response.headers["HX-Retarget"] = "#notice"
        response.headers["HX-Reswap"] = "innerHTML"
        return response
    return render(request, "error.html", status=status, detail=detail)
