-- Whether this connection could reach files other than the warehouse, or be made to.
SELECT current_setting('enable_external_access') OR NOT current_setting('lock_configuration')
