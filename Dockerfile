# The application behind gunicorn on port 8000. Settings come from the environment: see
# docs/operating.md.
#   docker build --tag csp-plan .
#   docker run --env-file .env csp-plan sh -c "python manage.py migrate && python manage.py createcachetable"
#   docker run --env-file .env --publish 8000:8000 --volume media:/app/media csp-plan
# With WORKER=true in .env, also what sends e-mails and what makes PDF and Word files:
#   docker run --env-file .env csp-plan python manage.py db_worker
#   docker run --env-file .env csp-plan python manage.py makers
# compose.yaml starts all parts; docs/operating.md tells what cron runs.

FROM node:24-bookworm-slim AS assets
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY static static
RUN npm run build

FROM python:3.11-slim-bookworm
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
WORKDIR /app

# What WeasyPrint loads to set type. With libreoffice-writer-nogui, Word's old .doc files are read;
# with postgresql-client, PostgreSQL is backed up.
ARG EXTRA_PACKAGES=""
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 $EXTRA_PACKAGES \
    && rm -rf /var/lib/apt/lists/*

COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes --requirement requirements.txt

COPY . .
COPY --from=assets /app/static/built static/built
# The key only lets the settings load; the running server has its own.
RUN SECRET_KEY=build python manage.py collectstatic --noinput --verbosity 0

# The server writes what people upload, the files of documents, which are made anew if lost, and,
# without EMAIL_URL, e-mails.
RUN useradd --system --no-create-home csp \
    && mkdir media renderings mail backups \
    && chown csp media renderings mail backups
USER csp
VOLUME /app/media
EXPOSE 8000

# gunicorn.conf.py starts what makes PDF and Word files, too, unless WORKER says that it runs elsewhere.
CMD ["gunicorn", "csp.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", \
     "--max-requests", "1000", "--max-requests-jitter", "100", "--no-control-socket"]
