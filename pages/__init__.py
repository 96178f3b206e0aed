"""Pages that open from disk: the data-quality report, the site, and the page of questions in SQL."""
