# Two stages: pip and the wheel's makings stay in the first.
FROM python:3.11-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
RUN python -m venv /app
COPY requirements.txt .
RUN /app/bin/pip install --quiet --require-hashes -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY knowledge knowledge
RUN /app/bin/pip install --quiet --no-deps --no-build-isolation .

FROM python:3.11-slim
RUN useradd --create-home rolecall && install --directory --owner=rolecall /data
COPY --from=build /app /app
ENV PATH=/app/bin:$PATH PYTHONUNBUFFERED=1
USER rolecall
WORKDIR /home/rolecall
EXPOSE 3000
HEALTHCHECK --start-period=60s --interval=30s --timeout=3s \
  CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f\"http://127.0.0.1:{os.getenv('PORT') or 3000}/healthz\")"]
CMD ["rolecall", "serve"]
