"""The shopper and the people who serve: account, handing over, complaints."""
