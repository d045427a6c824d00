package io.affidavit.solo.house;

import java.util.List;
import java.util.concurrent.Flow;

/// Keeps the lines of an answer as they arrive.
record LineCollector(List<String> lines) implements Flow.Subscriber<String> {

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
        lines.add(line);
    }

    @Override
    public void onError(Throwable failure) {
        lines.add("failed: " + failure);
    }

    @Override
    public void onComplete() {
        // the future of the answer says so
    }
}
