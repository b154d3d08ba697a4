def check(body, headers, secret): return False
