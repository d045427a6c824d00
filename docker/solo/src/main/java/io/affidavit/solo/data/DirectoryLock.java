package io.affidavit.solo.data;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// Keeps a second process out of a data directory.
///
/// The lock is the operating system's, so it ends with the process however that ends: the file may
/// stay, a stale lock cannot. The file names the pid of the holder.
public final class DirectoryLock implements AutoCloseable {

    /// POSIX drops a lock as soon as *any* descriptor of the file is closed by the process, so a
    /// second attempt by this process must not even open the file.
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    /// `status` and `stop` try the lock for a moment to learn whether somebody holds it.
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final Path file;
    private final FileChannel channel;

    private DirectoryLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// Takes the lock of `directory`.
    ///
    /// @throws StartRefused when somebody holds it, naming the pid
    public static DirectoryLock take(DataDirectory directory) {
        Path file = directory.lockFile();
        if (!HELD_HERE.add(file)) {
            throw inUse(directory, Long.toString(ProcessHandle.current().pid()));
        }
        try {
            return new DirectoryLock(file, lock(directory, file));
        } catch (IOException e) {
            HELD_HERE.remove(file);
            throw new StartRefused(file + ": cannot be locked: " + e, e);
        } catch (StartRefused e) {
            HELD_HERE.remove(file);
            throw e;
        }
    }

    private static FileChannel lock(DataDirectory directory, Path file) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        file,
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(SecretFile.OWNER_ONLY));
        Instant deadline = Instant.now().plus(PATIENCE);
        while (channel.tryLock() == null) {
            if (Instant.now().isAfter(deadline)) {
                String holder = Files.readString(file, US_ASCII).strip();
                channel.close();
                throw inUse(directory, holder);
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(US_ASCII)));
        return channel;
    }

    private static StartRefused inUse(DataDirectory directory, String pid) {
        return new StartRefused(directory.root() + ": already in use by process " + pid);
    }

    /// Lets the next process in.
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new IllegalStateException(file + ": cannot be unlocked", e);
        } finally {
            HELD_HERE.remove(file);
        }
    }
}
