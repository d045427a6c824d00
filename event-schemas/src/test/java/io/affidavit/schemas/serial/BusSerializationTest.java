package io.affidavit.schemas.serial;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.schemas.access.AccessCommand;
import io.affidavit.schemas.access.AccessQuery;
import io.affidavit.schemas.access.Administrator;
import io.affidavit.schemas.access.KeyView;
import io.affidavit.schemas.bundle.BundleAnswer;
import io.affidavit.schemas.bundle.BundleCommand;
import io.affidavit.schemas.bundle.BundleQuery;
import io.affidavit.schemas.call.Admission;
import io.affidavit.schemas.call.CallCommand;
import io.affidavit.schemas.call.CallQuery;
import io.affidavit.schemas.call.CallView;
import io.affidavit.schemas.call.CatalogPage;
import io.affidavit.schemas.call.KeyUsage;
import io.affidavit.schemas.call.NextAttempt;
import io.affidavit.schemas.call.OpenCalls;
import io.affidavit.schemas.evidence.EvidenceCommand;
import io.affidavit.schemas.policy.PolicyCommand;
import io.affidavit.schemas.routing.CredentialView;
import io.affidavit.schemas.routing.DeploymentView;
import io.affidavit.schemas.routing.RoutingCommand;
import io.affidavit.schemas.routing.RoutingQuery;
import io.affidavit.schemas.testing.Samples;
import java.util.Arrays;
import java.util.stream.Stream;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Everything that travels over a bus survives the bus' serialiser, so that nothing stands in the
/// way of separate processes.
class BusSerializationTest {

    private final Jackson3Serializer serializer = Jackson3Serializer.builder().build();

    static Stream<Class<?>> messages() {
        Stream<Class<?>> sealed =
                Stream.of(
                                AccessCommand.class,
                                AccessQuery.class,
                                BundleCommand.class,
                                BundleQuery.class,
                                CallCommand.class,
                                CallQuery.class,
                                EvidenceCommand.class,
                                PolicyCommand.class,
                                RoutingCommand.class,
                                RoutingQuery.class)
                        .flatMap(family -> Arrays.stream(family.getPermittedSubclasses()));
        Stream<Class<?>> answers =
                Stream.of(
                        Admission.class,
                        NextAttempt.class,
                        BundleAnswer.class,
                        CatalogPage.class,
                        OpenCalls.class,
                        CallView.class,
                        KeyUsage.class,
                        CredentialView.class,
                        DeploymentView.class,
                        EvidenceCommand.LogKeyView.class,
                        KeyView.class,
                        Administrator.class);
        Stream<Class<?>> events = EventNames.all().stream().map(EventNames.EventName::event);
        return Stream.of(sealed, answers, events).flatMap(each -> each);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void survivesTheBus(Class<?> message) {
        Object sent = Samples.of(message);

        SerializedObject<byte[]> bytes = serializer.serialize(sent, byte[].class);
        Object received = serializer.deserialize(bytes);

        assertThat(received).isEqualTo(sent);
    }
}
