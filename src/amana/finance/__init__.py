"""Pure arithmetic of lending: values in, values out; no IO, clock, configuration or logging."""
