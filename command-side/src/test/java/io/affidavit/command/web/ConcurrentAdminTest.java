package io.affidavit.command.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.affidavit.command.web.AdminClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Operators, or one impatient script, at the same moment.
@ExtendWith(RunningRoom.class)
class ConcurrentAdminTest {

    private static final int CALLERS = 8;

    private final AdminClient admin;

    ConcurrentAdminTest(AdminClient admin) {
        this.admin = admin;
    }

    @Test
    void makesOneResourceOfOneName() throws Exception {
        List<Answer> answers =
                together(() ->
                        admin.post("/admin/organizations", "{\"id\":\"race\",\"name\":\"R\"}"));
        assertThat(answers).extracting(Answer::status).containsOnlyOnce(201);
        assertThat(answers).extracting(Answer::status).containsOnly(201, 409);
    }

    @Test
    void givesOneOfManyNamesThatLookAlike() throws Exception {
        AtomicInteger caller = new AtomicInteger();
        List<Answer> organizations =
                together(() ->
                        admin.post(
                                "/admin/organizations",
                                "{\"id\":\"%s\",\"name\":\"T\"}"
                                        .formatted(twin(caller.getAndIncrement()))));
        assertThat(organizations).extracting(Answer::status).containsOnlyOnce(201);
        assertThat(organizations).extracting(Answer::status).containsOnly(201, 409);
        assertThat(organizations)
                .filteredOn(answer -> answer.status() == 409)
                .allMatch(answer -> answer.text().contains("looks like"));
        List<Answer> routes =
                together(() ->
                        admin.post(
                                "/admin/routes",
                                "{\"alias\":\"%s\"}".formatted(twin(caller.getAndIncrement()))));
        assertThat(routes).extracting(Answer::status).containsOnlyOnce(201);
        assertThat(routes).extracting(Answer::status).containsOnly(201, 409);
    }

    /// `tooo`, `too0`, `to0o`, …: as many as there are callers, all alike.
    private static String twin(int number) {
        String digits = "%3s".formatted(Integer.toBinaryString(number % CALLERS)).replace(' ', '0');
        return "t" + digits.replace('1', 'o');
    }

    @Test
    void rotatesAKeyOfTheLogOnceForARepeatedRequest() throws Exception {
        String body = "{\"use\":\"receipt\"}";
        List<Answer> answers =
                together(() -> admin.post("/admin/log/keys", body, "Idempotency-Key", "race-l"));
        assertThat(answers).extracting(Answer::status).containsOnly(201);
        assertThat(answers)
                .extracting(answer -> answer.member("key"))
                .containsOnly(answers.getFirst().member("key"));
        assertThat(admin.post("/admin/log/keys", body).status()).isEqualTo(409);
        assertThat(
                        admin.post(
                                        "/admin/log/keys",
                                        "{\"use\":\"ed25519\"}",
                                        "Idempotency-Key",
                                        "race-l")
                                .status())
                .isEqualTo(422);
    }

    @Test
    void makesOneKeyOfARepeatedRequest() throws Exception {
        admin.post("/admin/organizations", "{\"id\":\"race-k\",\"name\":\"R\"}");
        List<Answer> answers =
                together(() ->
                        admin.post(
                                "/admin/keys",
                                "{\"orgId\":\"race-k\"}",
                                "Idempotency-Key",
                                "race-k"));
        assertThat(answers).extracting(Answer::status).containsOnly(201);
        assertThat(answers.stream().map(answer -> answer.member("id")).distinct()).hasSize(1);
        assertThat(answers.stream().filter(answer -> !answer.member("key").equals("null")))
                .hasSize(1);
    }

    @Test
    void rotatesACredentialOneAfterTheOther() throws Exception {
        admin.post(
                "/admin/providers",
                "{\"name\":\"race-p\",\"protocol\":\"openai\",\"credential\":\"sk-0\"}");
        List<Answer> answers =
                together(() -> admin.patch("/admin/providers/race-p", "{\"credential\":\"sk-1\"}"));
        assertThat(answers).extracting(Answer::status).contains(200).containsOnly(200, 409);
        long rotations = answers.stream().filter(answer -> answer.status() == 200).count();
        assertThat(admin.patch("/admin/providers/race-p", "{}").member("credentialVersion"))
                .isEqualTo(Long.toString(1 + rotations));
    }

    private static List<Answer> together(Callable<Answer> request)
            throws InterruptedException, ExecutionException {
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            List<Callable<Answer>> requests = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                requests.add(request);
            }
            for (Future<Answer> answer : callers.invokeAll(requests)) {
                answers.add(answer.get());
            }
        }
        return answers;
    }
}
