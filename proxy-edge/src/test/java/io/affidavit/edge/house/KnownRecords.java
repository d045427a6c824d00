package io.affidavit.edge.house;

import io.affidavit.edge.call.OwnRecords;
import io.affidavit.schemas.call.CallView;
import io.affidavit.schemas.call.KeyUsage;
import io.affidavit.schemas.call.KeyUsage.Used;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.TokenUsage;
import io.affidavit.schemas.value.VirtualKeyId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Records of keys that a test has made up.
public final class KnownRecords implements OwnRecords {

    private static final Used NOTHING = new Used(0, 0, TokenUsage.NONE, 0);

    private final Map<VirtualKeyId, Map<CallId, CallView>> calls = new ConcurrentHashMap<>();
    private final Map<VirtualKeyId, KeyUsage> usages = new ConcurrentHashMap<>();
    private volatile boolean silent;

    /// From now on this call of the key is on record.
    public void put(VirtualKeyId key, CallView call) {
        calls.computeIfAbsent(key, _ -> new ConcurrentHashMap<>()).put(call.callId(), call);
    }

    /// From now on the key has used that.
    public void put(VirtualKeyId key, KeyUsage usage) {
        usages.put(key, usage);
    }

    /// Answers no more.
    public void fallSilent() {
        silent = true;
    }

    @Override
    public @Nullable CallView call(CallId call, VirtualKeyId key) {
        requireVoice();
        return calls.getOrDefault(key, Map.of()).get(call);
    }

    @Override
    public KeyUsage usage(VirtualKeyId key, Instant at) {
        requireVoice();
        return usages.getOrDefault(
                key, new KeyUsage(NOTHING, NOTHING, NOTHING, NOTHING, List.of()));
    }

    private void requireVoice() {
        if (silent) {
            throw new Unavailable("silent", null);
        }
    }
}
