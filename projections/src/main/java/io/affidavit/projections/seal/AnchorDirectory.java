package io.affidavit.projections.seal;

import io.affidavit.projections.seal.Finding.Kind;
import io.affidavit.projections.seal.SealSteps.Step;
import io.affidavit.schemas.evidence.LogKeys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The checkpoints of one log outside the database: what a restored backup cannot take back. One
/// file each, `<size, 20 digits>.checkpoint`, never changed. The newest are all there, of older
/// ones the last of each day.
public final class AnchorDirectory {

    private static final Logger log = LoggerFactory.getLogger(AnchorDirectory.class);
    private static final String SUFFIX = ".checkpoint";
    private static final Pattern NAME = Pattern.compile("[0-9]{20}\\.checkpoint");

    /// Half an hour's checkpoints at the usual interval.
    private static final int KEPT_MAX = 4_096;

    private static final Pattern LOG = Pattern.compile("[0-9]{1,4}");

    private final Path directory;
    private final short ordinal;
    private final int max;
    private final SealSteps steps;
    private final Deque<Path> kept = new ArrayDeque<>(); // of this process' thread that seals

    /// @param anchor directory of all logs
    /// @param ordinal of the log
    public AnchorDirectory(Path anchor, short ordinal) {
        this(anchor, ordinal, KEPT_MAX, SealSteps.NONE);
    }

    AnchorDirectory(Path anchor, short ordinal, int max, SealSteps steps) {
        this.directory = anchor.resolve(Short.toString(ordinal));
        this.ordinal = ordinal;
        this.max = max;
        this.steps = steps;
    }

    /// The same directory, with somebody told of what is done in it.
    AnchorDirectory(Path anchor, short ordinal, SealSteps steps) {
        this(anchor, ordinal, KEPT_MAX, steps);
    }

    /// The logs of which an anchor keeps anything.
    ///
    /// @param anchor directory of all logs
    static SortedSet<Integer> logs(Path anchor) throws IOException {
        SortedSet<Integer> logs = new TreeSet<>();
        if (Files.isDirectory(anchor)) {
            try (Stream<Path> directories = Files.list(anchor)) {
                for (Path log : directories.toList()) {
                    if (LOG.matcher(name(log)).matches()) {
                        short ordinal = Short.parseShort(name(log));
                        if (new AnchorDirectory(anchor, ordinal).newest().isPresent()) {
                            logs.add((int) ordinal);
                        }
                    }
                }
            }
        }
        return logs;
    }

    /// Ordinal of the log.
    short ordinal() {
        return ordinal;
    }

    /// A file, with the size of the tree in it.
    ///
    /// @param size size that its name says
    record Anchored(long size, Path file) {

        byte[] read() throws IOException {
            return Files.readAllBytes(file);
        }
    }

    /// The newest checkpoint, by name.
    Optional<Anchored> newest() throws IOException {
        return newest(Long.MAX_VALUE);
    }

    /// The newest checkpoint of no more than so many records, by name.
    Optional<Anchored> newest(long most) throws IOException {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> NAME.matcher(name(file)).matches())
                    .map(AnchorDirectory::anchored)
                    .filter(file -> file.size() <= most)
                    .max(Comparator.comparingLong(Anchored::size));
        }
    }

    private static Anchored anchored(Path file) {
        String name = name(file);
        return new Anchored(Long.parseLong(name.substring(0, name.indexOf('.'))), file);
    }

    /// Keeps a checkpoint: durable before this returns, whole or not at all, and never over another
    /// content.
    ///
    /// @param keys of the log at least up to its size
    /// @throws BrokenLogException if another checkpoint of its size is kept
    void keep(LogKeys keys, SealedCheckpoint sealed)
            throws IOException, SQLException, BrokenLogException {
        Files.createDirectories(directory, mode("rwx------"));
        if (kept.isEmpty()) {
            forceAbove();
        }
        Path file = directory.resolve("%020d%s".formatted(sealed.checkpoint().size(), SUFFIX));
        if (Files.exists(file)) {
            compare(keys, sealed, Files.readAllBytes(file));
            force(directory); // whoever made it may have died before it did this
            return;
        }
        Path unfinished = directory.resolve(name(file) + ".new");
        try (FileChannel channel =
                FileChannel.open(
                        unfinished,
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE,
                                StandardOpenOption.TRUNCATE_EXISTING),
                        mode("rw-------"))) {
            ByteBuffer bytes = ByteBuffer.wrap(sealed.note().bytes());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            steps.done(Step.ANCHOR_WRITTEN);
            channel.force(true);
            steps.done(Step.ANCHOR_FORCED);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        steps.done(Step.ANCHOR_NAMED);
        force(directory);
        steps.done(Step.ANCHOR_DURABLE);
        thin(file);
    }

    /// A year of checkpoints would be millions of files. The newest stay, and of older ones the
    /// last of each day.
    private void thin(Path added) throws IOException {
        if (kept.isEmpty()) {
            try (Stream<Path> files = Files.list(directory)) {
                files.filter(file -> NAME.matcher(name(file)).matches())
                        .sorted(Comparator.comparing(AnchorDirectory::name))
                        .forEach(kept::add);
            }
        } else {
            kept.add(added);
        }
        while (kept.size() > max) {
            Path oldest = kept.remove();
            if (day(oldest) == day(kept.element())) {
                remove(oldest);
            }
        }
    }

    /// A place where nothing can be deleted is a good place for an anchor.
    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.debug("{} stays: {}", file, e.getMessage());
        }
    }

    private static long day(Path file) throws IOException {
        return Files.getLastModifiedTime(file).to(TimeUnit.DAYS);
    }

    /// The same size may have been signed twice, at two times; the tree must be one.
    private static void compare(LogKeys keys, SealedCheckpoint sealed, byte[] kept)
            throws BrokenLogException {
        long size = sealed.checkpoint().size();
        SealedCheckpoint before = SealSignatures.open(keys, size, kept);
        if (!before.checkpoint().equals(sealed.checkpoint())) {
            throw BrokenLogException.of(
                    Kind.SPLIT_VIEW,
                    size,
                    "root " + sealed.checkpoint().root(),
                    "anchored root " + before.checkpoint().root());
        }
    }

    private static FileAttribute<Set<PosixFilePermission>> mode(String mode) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
    }

    /// The directory's own name, and that of the one for all logs: a checkpoint in a directory that
    /// a crash takes back is none. Once a process, for whoever made them may have died before this.
    private void forceAbove() throws IOException {
        Path anchor = directory.toAbsolutePath().normalize().getParent();
        if (anchor != null) {
            force(anchor);
            Path around = anchor.getParent();
            if (around != null && Files.isReadable(around)) {
                force(around);
            }
        }
    }

    /// A new name is durable when its directory is.
    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
