API_PREFIXES = ("/api/", "/v6/", "/v7/")  # how its paths begin
