package io.labvm.control.outbox;

import io.labvm.contract.failure.FailureCode;
import io.labvm.contract.operation.StepError;
import java.util.Collection;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The table of open commands; used inside a transaction. */
@Component
class Outbox {
  private final JdbcClient database;
  private final JsonMapper json = JsonMapper.builder().build();

  Outbox(JdbcClient database) {
    this.database = database;
  }

  /**
   * Locks the oldest command that nobody else works on and whose desktop has no older open one.
   *
   * @param resting desktops to leave alone for now
   */
  Optional<Command> next(Collection<String> resting) {
    return database
        .sql(
            """
            select id, desktop, operation, command, payload::text from outbox o
            where sent_at is null and desktop <> all (?)
              and not exists (select 1 from outbox older
                where older.desktop = o.desktop and older.sent_at is null and older.id < o.id)
            order by id limit 1 for update skip locked
            """)
        .param(resting.toArray(String[]::new))
        .query(
            (r, _) ->
                new Command(
                    r.getLong(1), r.getString(2), r.getString(3), r.getString(4), r.getString(5)))
        .optional();
  }

  void sent(Command command) {
    database
        .sql("update outbox set sent_at = now(), attempts = attempts + 1 where id = ?")
        .param(command.id())
        .update();
  }

  /** The refused operation is over; a refused decision or abort changes nothing. */
  void refused(Command command, FailureCode code, String detail) {
    database
        .sql(
            "update outbox set sent_at = now(), attempts = attempts + 1, last_error = ?"
                + " where id = ?")
        .params(detail, command.id())
        .update();
    if (command.isOperation()) {
      database
          .sql(
              "update operation set state = 'failed', error = cast(? as jsonb), ended_at = now()"
                  + " where id = ? and ended_at is null")
          .params(
              json.writeValueAsString(new StepError(code, "request", detail)), command.operation())
          .update();
    }
  }

  void failed(Command command, String why) {
    database
        .sql("update outbox set attempts = attempts + 1, last_error = ? where id = ?")
        .params(why, command.id())
        .update();
  }
}
