package io.affidavit.bench.race;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Calls that are made at one moment: each has sent all of its request but the last byte before the
/// barrier opens.
///
/// @param urls where they go, in turns
/// @param key their bearer key
/// @param body their JSON body, ASCII
record Crowd(List<String> urls, String key, String body) {

    private static final int PATIENCE_SECONDS = 60;
    private static final int STATUS_AT = "HTTP/1.1 ".length();

    /// What a call was told.
    ///
    /// @param status HTTP status
    /// @param body the last line of it all
    record Answer(int status, String body) {}

    /// A crowd on its way.
    ///
    /// @param threads carry the calls
    /// @param answers what they will be told
    record UnderWay(ExecutorService threads, List<Future<Answer>> answers) {

        /// Waits for every answer.
        Outcome outcome() throws InterruptedException {
            Outcome outcome = new Outcome();
            for (Future<Answer> answer : answers) {
                try {
                    outcome.add(answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
                } catch (ExecutionException | TimeoutException e) {
                    outcome.lost(String.valueOf(e.getCause()));
                }
            }
            threads.close();
            return outcome;
        }

        /// How many are answered.
        long answered() {
            return answers.stream().filter(Future::isDone).count();
        }
    }

    /// Releases so many calls and returns at once.
    UnderWay release(int calls) {
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        CyclicBarrier barrier = new CyclicBarrier(calls);
        List<Future<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            URI url = URI.create(urls.get(i % urls.size()));
            answers.add(threads.submit(() -> call(url, barrier)));
        }
        return new UnderWay(threads, answers);
    }

    private Answer call(URI url, CyclicBarrier barrier)
            throws IOException, InterruptedException, BrokenBarrierException, TimeoutException {
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) Duration.ofSeconds(PATIENCE_SECONDS).toMillis());
            OutputStream out = socket.getOutputStream();
            byte[] request = request(url);
            out.write(request, 0, request.length - 1);
            barrier.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            out.write(request, request.length - 1, 1);
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            String status = in.readLine();
            if (status == null) {
                throw new IOException("closed without an answer");
            }
            String body = "";
            String line = status;
            while (line != null) { // until the end, so that nothing counts as aborted
                body = line;
                line = in.readLine();
            }
            return new Answer(Integer.parseInt(status.substring(STATUS_AT, STATUS_AT + 3)), body);
        }
    }

    private byte[] request(URI url) {
        return String.join(
                        "\r\n",
                        "POST /v1/chat/completions HTTP/1.1",
                        "host: " + url.getAuthority(),
                        "authorization: Bearer " + key,
                        "content-type: application/json",
                        "content-length: " + body.length(),
                        "connection: close",
                        "",
                        body)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
