"""PostgreSQL's settings: for a small machine that holds the whole desk, and an SSD."""

from pathlib import Path

_SETTINGS = {
    "listen_addresses": "''",
    "port": "5432",
    "unix_socket_permissions": "0700",
    "max_connections": "80",
    # The page cache does the rest; all of Balie, database included, is to stay within 350 MB.
    "shared_buffers": "96MB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    # Compiling costs more than it saves on queries of a few milliseconds.
    "jit": "off",
    # Reading ahead by processes of its own costs memory, and the data are mostly in the page cache.
    "io_method": "sync",
    "max_wal_size": "2GB",
    "min_wal_size": "80MB",
    "checkpoint_timeout": "15min",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_logical_replication_workers": "0",
    # Queues and counters are changed all the time; waiting for 20 % of a table is too long for them.
    "autovacuum_vacuum_scale_factor": "0.05",
    "autovacuum_analyze_scale_factor": "0.05",
    "autovacuum_naptime": "30s",
    "idle_in_transaction_session_timeout": "5min",
    "log_timezone": "UTC",
    "timezone": "UTC",
    "log_line_prefix": "'%m [%p] '",
    "log_min_duration_statement": "1s",
    "log_checkpoints": "off",
    "client_min_messages": "warning",
}

_FLEETING = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


def text(socket_folder: Path, *, durable: bool) -> str:
    """postgresql.conf. `durable=False` is for data that nobody will miss: those of tests."""
    quoted = str(socket_folder).replace("'", "''")
    settings = {**_SETTINGS, "unix_socket_directories": f"'{quoted}'", **({} if durable else _FLEETING)}
    lines = [f"{name} = {value}" for name, value in settings.items()]
    # What an operator sets in local.conf stands last and wins.
    return "\n".join(
        ["# Written at each start; your own settings go to local.conf.", *lines, "include_if_exists = 'local.conf'", ""]
    )
