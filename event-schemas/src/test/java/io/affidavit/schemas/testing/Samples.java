package io.affidavit.schemas.testing;

import io.affidavit.schemas.bundle.BundleKind;
import io.affidavit.schemas.bundle.BundleScope;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.RetentionClass;
import io.affidavit.schemas.routing.Price;
import io.affidavit.schemas.value.AdminTokenId;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.CallId;
import io.affidavit.schemas.value.Commitment;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.Digest;
import io.affidavit.schemas.value.LimitId;
import io.affidavit.schemas.value.NanoUsd;
import io.affidavit.schemas.value.NodeId;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProjectId;
import io.affidavit.schemas.value.ProviderId;
import io.affidavit.schemas.value.TeamId;
import io.affidavit.schemas.value.VirtualKeyId;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Builds one fixed instance of any record of the ground, so that tests cover types that are added
/// later without being told.
public final class Samples {

    /// The instant in every sample.
    public static final Instant AT = Instant.parse("2026-11-25T14:00:00.123456Z");

    /// The call in every sample.
    public static final CallId CALL =
            new CallId(UUID.fromString("019ab3c4-d5e6-7f00-8123-456789abcdef"));

    private static final Map<Class<?>, Object> VALUES =
            Map.ofEntries(
                    Map.entry(CallId.class, CALL),
                    Map.entry(OrganizationId.class, new OrganizationId("acme")),
                    Map.entry(TeamId.class, new TeamId("platform")),
                    Map.entry(ProjectId.class, new ProjectId("bot")),
                    Map.entry(ProviderId.class, new ProviderId("openai-prod")),
                    Map.entry(DeploymentId.class, new DeploymentId("dep_0123456789abcdef")),
                    Map.entry(VirtualKeyId.class, new VirtualKeyId("0Az123456789")),
                    Map.entry(AdminTokenId.class, new AdminTokenId("0Az123456789")),
                    Map.entry(LimitId.class, new LimitId("lim_0123456789abcdef")),
                    Map.entry(NodeId.class, new NodeId("node56789abcdefG")),
                    Map.entry(Alias.class, new Alias("fast")),
                    Map.entry(NanoUsd.class, new NanoUsd(469_527_000)),
                    Map.entry(
                            Price.class,
                            Price.perMillionUsd("3", "0.30", "3.75", "15", null, null)),
                    Map.entry(Digest.class, Digest.of(bytes(1))),
                    Map.entry(Commitment.class, Commitment.of(bytes(2))),
                    Map.entry(Instant.class, AT),
                    Map.entry(BundleScope.class, BundleScope.of(BundleKind.CALL, "text")),
                    Map.entry(String.class, "text"),
                    Map.entry(int.class, 3),
                    Map.entry(Integer.class, 3),
                    Map.entry(long.class, 9_007_199_254_740_993L),
                    Map.entry(Long.class, 9_007_199_254_740_993L),
                    Map.entry(boolean.class, true),
                    Map.entry(Boolean.class, true));

    private Samples() {}

    /// A sealed part as a record names it.
    public static Part.Reference reference() {
        return new Part.Reference(
                "request",
                "application/json",
                RetentionClass.AIACT_6M,
                Commitment.of(bytes(2)),
                Digest.of(bytes(3)),
                "acme/202611/aiact-6m/1:acme/1",
                61);
    }

    /// The one sample of a record type.
    public static <T> T of(Class<T> type) {
        return type.cast(value(type));
    }

    private static Object value(Type type) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return List.of(value(list.getActualTypeArguments()[0]));
        }
        Class<?> raw = (Class<?>) type;
        if (raw == Part.class) {
            return new Part.Content(
                    "request",
                    "application/json",
                    RetentionClass.AIACT_6M,
                    "{}".getBytes(StandardCharsets.UTF_8),
                    false);
        }
        if (VALUES.containsKey(raw)) {
            return VALUES.get(raw);
        }
        return raw.isEnum() ? raw.getEnumConstants()[0] : construct(raw);
    }

    private static Object construct(Class<?> record) {
        RecordComponent[] components = record.getRecordComponents();
        if (components == null) {
            throw new IllegalArgumentException("no sample for " + record.getName());
        }
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = Arrays.stream(components).map(c -> value(c.getGenericType())).toArray();
        try {
            Constructor<?> constructor = record.getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("no sample for " + record.getName(), e);
        }
    }

    private static byte[] bytes(int first) {
        byte[] hash = new byte[32];
        hash[0] = (byte) first;
        return hash;
    }
}
