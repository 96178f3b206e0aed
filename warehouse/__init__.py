"""What is kept: tables and views in `.sql` files, loads, publication, exports."""
