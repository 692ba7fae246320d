/*
 * Records what a process does to the files of one folder: every write, truncation, sync and name, in the order in which
 * they took effect, for the power-cut model in tests/src/power_cut/. Loaded with LD_PRELOAD, so that the real store on
 * the real SQLite runs unchanged. It can also make syncs a lie and the disk fail. Linux, 64 bit, glibc.
 *
 *   RECORDER_FOLDER   absolute path of the folder to watch (not its subfolders)
 *   RECORDER_LOG      file to write the records to
 *   RECORDER_SYNC     "honest"; "none": syncs of files do nothing; "not-the-log": syncs of *-wal do nothing
 *   RECORDER_TROUBLE  prefix of flag files: while PREFIX.full exists writes fail with ENOSPC, while PREFIX.sync exists
 *                     syncs fail with EIO
 *
 * A record is, little endian: u8 kind, u64 inode, u64 number (offset or length), u32 bytes, then the bytes (written
 * data, or a name). One lock is held around each call and its record, so the order of records is the order of effects.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { KIND_OPEN = 1, KIND_WRITE, KIND_TRUNCATE, KIND_SYNC, KIND_SYNC_FAILED, KIND_SYNC_FOLDER, KIND_UNLINK, KIND_RENAME_FROM, KIND_RENAME_TO };
enum { NOT_WATCHED = 0, WATCHED_FILE, WATCHED_LOG, WATCHED_FOLDER };
enum { DESCRIPTORS_MAX = 4096 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned char watched[DESCRIPTORS_MAX];
static const char *folder, *trouble, *sync_mode;
static size_t folder_bytes;
static int records = -1;

__attribute__((constructor)) static void start(void) {
    const char *log = getenv("RECORDER_LOG");
    folder = getenv("RECORDER_FOLDER");
    trouble = getenv("RECORDER_TROUBLE");
    sync_mode = getenv("RECORDER_SYNC");
    if (!log || !folder || !sync_mode) return;
    folder_bytes = strlen(folder);
    records = (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void put(unsigned char *at, uint64_t value, int bytes) {
    for (int i = 0; i < bytes; i++) at[i] = (unsigned char)(value >> (8 * i));
}

static void record(int kind, uint64_t inode, uint64_t number, const void *data, uint32_t bytes) {
    unsigned char head[21];
    head[0] = (unsigned char)kind;
    put(head + 1, inode, 8);
    put(head + 9, number, 8);
    put(head + 17, bytes, 4);
    struct iovec parts[2] = {{head, sizeof head}, {(void *)data, bytes}};
    if (syscall(SYS_writev, records, parts, 2) != (long)(sizeof head + bytes)) {
        static const char text[] = "recorder: the record could not be written\n";
        syscall(SYS_write, 2, text, sizeof text - 1);
        _exit(70);
    }
}

/* The name inside the watched folder; NULL for every other path, and for SQLite's shared memory, which is no file. */
static const char *watched_name(const char *path) {
    if (records < 0 || !path || strncmp(path, folder, folder_bytes) != 0 || path[folder_bytes] != '/') return NULL;
    const char *name = path + folder_bytes + 1;
    size_t bytes = strlen(name);
    if (bytes == 0 || strchr(name, '/') || (bytes > 4 && strcmp(name + bytes - 4, "-shm") == 0)) return NULL;
    return name;
}

static uint64_t inode_of(int descriptor) {
    struct stat facts;
    return fstat(descriptor, &facts) == 0 ? facts.st_ino : 0;
}

static int kind_of(int descriptor) {
    return descriptor >= 0 && descriptor < DESCRIPTORS_MAX ? watched[descriptor] : NOT_WATCHED;
}

static int in_trouble(const char *ending) {
    char path[4096];
    if (!trouble) return 0;
    snprintf(path, sizeof path, "%s.%s", trouble, ending);
    return syscall(SYS_faccessat, AT_FDCWD, path, F_OK) == 0;
}

static int open_recorded(int at, const char *path, int flags, mode_t mode) {
    pthread_mutex_lock(&lock);
    int descriptor = (int)syscall(SYS_openat, at, path, flags, mode);
    int error = errno;
    if (descriptor >= 0 && descriptor < DESCRIPTORS_MAX) {
        const char *name = watched_name(path);
        watched[descriptor] = NOT_WATCHED;
        if (name) {
            size_t bytes = strlen(name);
            int is_log = bytes > 4 && strcmp(name + bytes - 4, "-wal") == 0;
            watched[descriptor] = is_log ? WATCHED_LOG : WATCHED_FILE;
            record(KIND_OPEN, inode_of(descriptor), 0, name, (uint32_t)bytes);
            if (flags & O_TRUNC) record(KIND_TRUNCATE, inode_of(descriptor), 0, NULL, 0);
        } else if (records >= 0 && path && strcmp(path, folder) == 0) {
            watched[descriptor] = WATCHED_FOLDER;
        }
    }
    pthread_mutex_unlock(&lock);
    errno = error;
    return descriptor;
}

#define MODE_OF(flags) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | __O_TMPFILE)) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); }

int open(const char *path, int flags, ...) { MODE_OF(flags) return open_recorded(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE_OF(flags) return open_recorded(AT_FDCWD, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { MODE_OF(flags) return open_recorded(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE_OF(flags) return open_recorded(at, path, flags, mode); }

int close(int descriptor) {
    pthread_mutex_lock(&lock);
    if (descriptor >= 0 && descriptor < DESCRIPTORS_MAX) watched[descriptor] = NOT_WATCHED;
    int result = (int)syscall(SYS_close, descriptor);
    int error = errno;
    pthread_mutex_unlock(&lock);
    errno = error;
    return result;
}

static ssize_t write_recorded(int descriptor, const void *data, size_t bytes, off_t at) {
    if (kind_of(descriptor) == NOT_WATCHED || kind_of(descriptor) == WATCHED_FOLDER)
        return at < 0 ? syscall(SYS_write, descriptor, data, bytes) : syscall(SYS_pwrite64, descriptor, data, bytes, at);
    pthread_mutex_lock(&lock);
    ssize_t written;
    if (in_trouble("full") && at >= 0) {
        written = -1;
        errno = ENOSPC;
    } else {
        off_t offset = at;
        if (at < 0) offset = syscall(SYS_lseek, descriptor, 0, SEEK_CUR);
        written = at < 0 ? syscall(SYS_write, descriptor, data, bytes) : syscall(SYS_pwrite64, descriptor, data, bytes, at);
        int error = errno;
        if (written > 0) record(KIND_WRITE, inode_of(descriptor), (uint64_t)offset, data, (uint32_t)written);
        errno = error;
    }
    int error = errno;
    pthread_mutex_unlock(&lock);
    errno = error;
    return written;
}

ssize_t write(int descriptor, const void *data, size_t bytes) { return write_recorded(descriptor, data, bytes, -1); }
ssize_t pwrite(int descriptor, const void *data, size_t bytes, off_t at) { return write_recorded(descriptor, data, bytes, at); }
ssize_t pwrite64(int descriptor, const void *data, size_t bytes, off64_t at) { return write_recorded(descriptor, data, bytes, at); }

int ftruncate(int descriptor, off_t bytes) {
    pthread_mutex_lock(&lock);
    int result = (int)syscall(SYS_ftruncate, descriptor, bytes);
    int error = errno;
    if (result == 0 && kind_of(descriptor)) record(KIND_TRUNCATE, inode_of(descriptor), (uint64_t)bytes, NULL, 0);
    pthread_mutex_unlock(&lock);
    errno = error;
    return result;
}
int ftruncate64(int descriptor, off64_t bytes) { return ftruncate(descriptor, bytes); }

static int sync_recorded(int descriptor, long call) {
    int kind = kind_of(descriptor);
    if (kind == NOT_WATCHED) return (int)syscall(call, descriptor);
    if (kind != WATCHED_FOLDER && strcmp(sync_mode, "none") == 0) return 0;
    if (kind == WATCHED_LOG && strcmp(sync_mode, "not-the-log") == 0) return 0;
    pthread_mutex_lock(&lock);
    int result, error = 0;
    if (in_trouble("sync")) {
        record(KIND_SYNC_FAILED, inode_of(descriptor), 0, NULL, 0);
        result = -1;
        error = EIO;
    } else {
        result = (int)syscall(call, descriptor);
        error = errno;
        if (result == 0) record(kind == WATCHED_FOLDER ? KIND_SYNC_FOLDER : KIND_SYNC, inode_of(descriptor), 0, NULL, 0);
    }
    pthread_mutex_unlock(&lock);
    errno = error;
    return result;
}
int fsync(int descriptor) { return sync_recorded(descriptor, SYS_fsync); }
int fdatasync(int descriptor) { return sync_recorded(descriptor, SYS_fdatasync); }

static int unlink_recorded(int at, const char *path, int flags) {
    pthread_mutex_lock(&lock);
    int result = (int)syscall(SYS_unlinkat, at, path, flags);
    int error = errno;
    const char *name = watched_name(path);
    if (result == 0 && name) record(KIND_UNLINK, 0, 0, name, (uint32_t)strlen(name));
    pthread_mutex_unlock(&lock);
    errno = error;
    return result;
}
int unlink(const char *path) { return unlink_recorded(AT_FDCWD, path, 0); }
int unlinkat(int at, const char *path, int flags) { return unlink_recorded(at, path, flags); }

int rename(const char *from, const char *to) {
    pthread_mutex_lock(&lock);
    int result = (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
    int error = errno;
    const char *old_name = watched_name(from), *new_name = watched_name(to);
    if (result == 0 && old_name && new_name) {
        record(KIND_RENAME_FROM, 0, 0, old_name, (uint32_t)strlen(old_name));
        record(KIND_RENAME_TO, 0, 0, new_name, (uint32_t)strlen(new_name));
    }
    pthread_mutex_unlock(&lock);
    errno = error;
    return result;
}
