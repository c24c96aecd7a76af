"""What every dialect is made of: fields, rows, routes, JSON at the edge, OpenAPI and coverage."""
