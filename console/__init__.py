"""Agent desk and admin pages over the staff API."""

from console.accounts import ensure_admin
from console.deps import ArticleService, ConsoleDeps
from console.router import build_router, install_problems

__all__ = ["ArticleService", "ConsoleDeps", "build_router", "ensure_admin", "install_problems"]
