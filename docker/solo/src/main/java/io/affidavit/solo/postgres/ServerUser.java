package io.affidavit.solo.postgres;

import com.sun.security.auth.module.UnixSystem;
import io.affidavit.solo.data.StartRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// As whom the server's programs run. PostgreSQL refuses root, so root has to step aside:
///
/// 1. into a user namespace in which it is nobody in particular (`unshare -U`): files stay root's
///    and may lie below a private home, and the server has no capability outside;
/// 2. where namespaces are forbidden, as in most containers: as the user `nobody`, who then owns
///    the data and must be able to reach it.
///
/// @param prefix words in front of every command; empty for an ordinary user
/// @param owner uid that must own the server's files, or -1 where that needs no care
record ServerUser(List<String> prefix, int owner) {

    static final int NOBODY = 65534;

    private static final ServerUser OURSELVES = new ServerUser(List.of(), -1);
    private static final ServerUser NAMESPACE = new ServerUser(List.of("unshare", "-U", "--"), -1);

    /// Chooses for a cluster that lies, or will lie, in `data`. An existing cluster keeps its
    /// owner.
    static ServerUser choose(Path data) {
        if (new UnixSystem().getUid() != 0) {
            return OURSELVES;
        }
        int owner = Files.exists(data) ? ownerOf(data) : 0;
        if (owner != 0) {
            return other(owner);
        }
        if (works(NAMESPACE)) {
            return NAMESPACE;
        }
        if (!Files.exists(data) && works(other(NOBODY))) {
            return other(NOBODY);
        }
        throw new StartRefused(
                "PostgreSQL does not run as root, and neither 'unshare -U' nor 'setpriv' works here."
                        + " Start as an ordinary user.");
    }

    static ServerUser other(int uid) {
        return new ServerUser(
                List.of("setpriv", "--reuid=" + uid, "--regid=" + uid, "--clear-groups", "--"),
                uid);
    }

    List<String> command(String... words) {
        return Stream.concat(prefix.stream(), Stream.of(words)).toList();
    }

    /// Hands `path` to this user, if it is another one.
    void give(Path path) {
        if (owner == -1) {
            return;
        }
        try {
            Files.setAttribute(path, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(path, "unix:gid", owner, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Lets this user, if it is another one, walk through `directories` without listing them.
    ///
    /// @throws StartRefused when it cannot reach the last of them anyway
    void letThrough(Path... directories) {
        if (owner == -1) {
            return;
        }
        try {
            for (Path directory : directories) {
                Files.setPosixFilePermissions(
                        directory, PosixFilePermissions.fromString("rwx--x--x"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Path last = directories[directories.length - 1];
        if (!runs(command("test", "-x", last.toString()))) {
            throw new StartRefused(
                    last
                            + ": not reachable for uid "
                            + owner
                            + ", as whom PostgreSQL has to run here. Choose a data directory below"
                            + " directories that everybody may enter, or start as an ordinary user.");
        }
    }

    private static boolean works(ServerUser user) {
        return runs(user.command("true"));
    }

    private static boolean runs(List<String> command) {
        try {
            return new ProcessBuilder(new ArrayList<>(command))
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) { // no such program
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static int ownerOf(Path path) {
        try {
            return (Integer) Files.getAttribute(path, "unix:uid");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
