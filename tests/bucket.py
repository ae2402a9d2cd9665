"""A storage that speaks S3, on this machine."""

from contextlib import contextmanager
from urllib.request import Request, urlopen

from tests.serving import free_port


@contextmanager
def bucket_here():
    """What a process of ours is told of the storage, and its bucket, which is empty."""
    # Here, since every process would else load it, of which most ask for no bucket.
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer("127.0.0.1", free_port())
    server.start()
    told = {
        "AWS_STORAGE_BUCKET_NAME": "csp-plan",
        "AWS_S3_ENDPOINT_URL": f"http://127.0.0.1:{server._port}",
        "AWS_S3_REGION_NAME": "eu-west-2",
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
    }
    bucket = boto3.resource(
        "s3",
        endpoint_url=told["AWS_S3_ENDPOINT_URL"],
        region_name=told["AWS_S3_REGION_NAME"],
        aws_access_key_id="key",
        aws_secret_access_key="secret",
    ).Bucket("csp-plan")
    # What it keeps outlives it, in the process.
    urlopen(Request(f"{told['AWS_S3_ENDPOINT_URL']}/moto-api/reset", method="POST")).close()
    bucket.create(CreateBucketConfiguration={"LocationConstraint": told["AWS_S3_REGION_NAME"]})
    try:
        yield told, bucket
    finally:
        server.stop()
