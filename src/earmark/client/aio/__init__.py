"""The client for asyncio. `scripts/generate_client.py` writes the package `blocking` from this one."""
