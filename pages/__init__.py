"""The quality report and the series explorer as static pages."""
