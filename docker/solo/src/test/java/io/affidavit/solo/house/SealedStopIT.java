package io.affidavit.solo.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A gateway that stops in order leaves no record that somebody could change before the next start.
class SealedStopIT {

    private static final String CHAT =
            "{\"model\":\"demo\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";

    @Test
    void leavesNothingUnsealed(@TempDir Path temporary) throws Exception {
        try (SharedHouse house = new SharedHouse(temporary)) {
            Http client = new Http(house.first.dataUrl(), house.first.demoKey());
            HttpResponse<String> answer = client.post("/v1/chat/completions", CHAT);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);

            house.first.stop();

            try (Connection connection = house.server.superuser()) {
                assertThat(HouseDatabase.sealedSize(connection, 0)).isPositive();
            }
        }
    }
}
