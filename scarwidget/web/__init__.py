"""How it travels: routes, endpoints, headers and errors. The only layer that knows Starlette."""
