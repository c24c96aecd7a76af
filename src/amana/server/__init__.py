"""The ASGI application and the composition root."""
