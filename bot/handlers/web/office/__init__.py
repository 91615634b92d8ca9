"""The coordinator's desk in the browser: appeals, map, figures, and what stands behind them."""
