package io.affidavit.replay.verify;

import io.affidavit.schemas.evidence.KeyRef;
import io.affidavit.schemas.evidence.LogOrigin;
import io.affidavit.schemas.evidence.RecordTime;
import io.affidavit.schemas.evidence.RetentionClass;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Judges strings that have a narrower form than text. Neighbours in a log mostly repeat them, so
/// the last good one of each form is remembered and only a new one is read closely.
final class MemberForms {

    private static final int TO_THE_SECOND = 19;

    private final Map<Form, Slice> lastGood = new EnumMap<>(Form.class);

    boolean has(Slice text, Form form) {
        Slice known = lastGood.get(form);
        if (form == Form.TIME) {
            return isTime(text, known);
        }
        if (text.equals(known)) {
            return true;
        }
        boolean good = form.isGood(text.toString());
        if (good) {
            lastGood.put(form, text.detached());
        }
        return good;
    }

    /// The second is read closely when it changes, its fraction is six digits and a `Z`.
    private boolean isTime(Slice text, @Nullable Slice knownSecond) {
        if (knownSecond != null
                && text.length() == TO_THE_SECOND + ".000000Z".length()
                && text.first(TO_THE_SECOND).equals(knownSecond)) {
            return text.at(TO_THE_SECOND) == '.'
                    && digits(text, TO_THE_SECOND + 1, text.length() - 1)
                    && text.at(text.length() - 1) == 'Z';
        }
        boolean good = Form.TIME.isGood(text.toString());
        if (good) {
            lastGood.put(Form.TIME, text.first(TO_THE_SECOND).detached());
        }
        return good;
    }

    private static boolean digits(Slice text, int from, int to) {
        boolean good = true;
        for (int i = from; good && i < to; i++) {
            good = text.at(i) >= '0' && text.at(i) <= '9';
        }
        return good;
    }

    /// The narrower forms.
    enum Form {
        TIME("YYYY-MM-DDThh:mm:ss.ffffffZ") {
            @Override
            boolean isGood(String text) {
                return reads(() -> RecordTime.parse(text));
            }
        },
        ACTOR_KIND("virtual_key, user, service or system") {
            @Override
            boolean isGood(String text) {
                return switch (text) {
                    case "virtual_key", "user", "service", "system" -> true;
                    default -> false;
                };
            }
        },
        ORIGIN("the origin of a log") {
            @Override
            boolean isGood(String text) {
                return reads(() -> new LogOrigin(text));
            }
        },
        KEY_REFERENCE("a key reference") {
            @Override
            boolean isGood(String text) {
                return reads(() -> KeyRef.parse(text));
            }
        },
        PART_NAME("[a-z][a-z0-9_-]{0,63}") {
            @Override
            boolean isGood(String text) {
                return !text.isEmpty()
                        && text.length() <= 64
                        && isLetter(text.charAt(0))
                        && text.chars()
                                .allMatch(c ->
                                        isLetter(c)
                                                || (c >= '0' && c <= '9')
                                                || c == '_'
                                                || c == '-');
            }
        },
        MEDIA_TYPE("1 to 255 printable ASCII characters") {
            @Override
            boolean isGood(String spelled) {
                String text = spelled.replace("\\\\", "_").replace("\\\"", "_");
                return !text.isEmpty()
                        && text.length() <= 255
                        && text.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '\\');
            }
        },
        RETENTION("a retention class") {
            @Override
            boolean isGood(String text) {
                return reads(() -> RetentionClass.of(text));
            }
        };

        private final String expected;

        Form(String expected) {
            this.expected = expected;
        }

        abstract boolean isGood(String text);

        String expected() {
            return expected;
        }

        private static boolean isLetter(int c) {
            return c >= 'a' && c <= 'z';
        }

        private static boolean reads(Runnable reading) {
            try {
                reading.run();
                return true;
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
    }
}
