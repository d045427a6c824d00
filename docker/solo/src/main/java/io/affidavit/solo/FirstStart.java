package io.affidavit.solo;

import io.affidavit.schemas.access.AccessCommand.IssueVirtualKey;
import io.affidavit.schemas.access.AccessCommand.RegisterOrganization;
import io.affidavit.schemas.access.ContentMode;
import io.affidavit.schemas.access.VirtualKeyFormat;
import io.affidavit.schemas.evidence.Part;
import io.affidavit.schemas.evidence.RetentionClass;
import io.affidavit.schemas.routing.Protocol;
import io.affidavit.schemas.routing.RoutingCommand.RegisterDeployment;
import io.affidavit.schemas.routing.RoutingCommand.RegisterProvider;
import io.affidavit.schemas.serial.Actor;
import io.affidavit.schemas.value.Alias;
import io.affidavit.schemas.value.Base62;
import io.affidavit.schemas.value.DeploymentId;
import io.affidavit.schemas.value.FailureCode;
import io.affidavit.schemas.value.OrganizationId;
import io.affidavit.schemas.value.ProviderId;
import io.affidavit.schemas.value.VirtualKeyId;
import io.affidavit.solo.data.SecretFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;

/// Makes a first call possible without an account anywhere: organization `demo`, provider
/// `simulator`, alias `demo`, and one key for it. All of it is on record like anything else.
///
/// An interrupted first start is completed by the next one: the key is written down before it is
/// issued, and what exists already stays.
final class FirstStart {

    private static final OrganizationId ORGANIZATION = new OrganizationId("demo");
    private static final ProviderId PROVIDER = new ProviderId("simulator");
    private static final Alias ALIAS = new Alias("demo");
    private static final String MODEL = "simulated";
    private static final int KEY_ID_DIGITS = 12;
    private static final int DEPLOYMENT_ID_DIGITS = 16;
    private static final int PATIENCE_SECONDS = 30;

    private final CommandGateway commands;
    private final byte[] pepper;
    private final SecureRandom random = new SecureRandom();

    FirstStart(CommandGateway commands, byte[] pepper) {
        this.commands = commands;
        this.pepper = pepper.clone();
    }

    /// @param demoKey the file that receives the key and a newline
    void run(Path demoKey) {
        send(
                new RegisterOrganization(
                        ORGANIZATION, "UTC", ContentMode.COMMIT, null, List.of(name("Demo"))));
        send(new RegisterProvider(PROVIDER, null, Protocol.SIMULATOR, "", null, null, List.of()));
        send(
                new RegisterDeployment(
                        deployment(), ALIAS, PROVIDER, MODEL, 0, 1, null, null, List.of()));
        if (!Files.exists(demoKey)) {
            VirtualKeyId id = new VirtualKeyId(Base62.encode(randomBytes(), KEY_ID_DIGITS));
            SecretFile.write(demoKey, VirtualKeyFormat.compose(id, randomBytes()) + "\n");
        }
        issue(SecretFile.read(demoKey));
    }

    private void issue(String key) {
        send(
                new IssueVirtualKey(
                        VirtualKeyFormat.parse(key).orElseThrow(),
                        ORGANIZATION,
                        null,
                        null,
                        VirtualKeyFormat.macHex(pepper, key),
                        List.of(ALIAS.value()),
                        List.of("*"),
                        null,
                        null,
                        List.of(),
                        null,
                        List.of(name("Demo key of the first start"))));
    }

    private void send(Object command) {
        try {
            commands.sendAndWait(
                    GenericCommandMessage.asCommandMessage(command)
                            .andMetaData(Actor.SYSTEM.metaData()),
                    PATIENCE_SECONDS,
                    TimeUnit.SECONDS);
        } catch (CommandExecutionException e) {
            boolean done =
                    e.getDetails().filter(FailureCode.ALREADY_EXISTS.name()::equals).isPresent();
            if (!done) {
                throw e;
            }
        }
    }

    private static Part name(String text) {
        return Part.Content.text("name", RetentionClass.SEC_6Y, text);
    }

    /// The same at every attempt, so that a completed first start has one deployment.
    private DeploymentId deployment() {
        byte[] digest = VirtualKeyFormat.mac(pepper, "first start: deployment of demo");
        return new DeploymentId("dep_" + Base62.encode(digest, DEPLOYMENT_ID_DIGITS));
    }

    private byte[] randomBytes() {
        byte[] bytes = new byte[VirtualKeyFormat.SECRET_BYTES];
        random.nextBytes(bytes);
        return bytes;
    }
}
