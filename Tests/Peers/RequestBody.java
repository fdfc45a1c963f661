import java.io.IOException;
import org.apache.jute.InputArchive;
import org.apache.jute.OutputArchive;
import org.apache.jute.Record;

/** The body of a request that no class of Apache's stands for, written field by field. */
final class RequestBody implements Record {
  private final Writing writing;

  interface Writing {
    void write(OutputArchive archive) throws IOException;
  }

  RequestBody(Writing writing) {
    this.writing = writing;
  }

  @Override
  public void serialize(OutputArchive archive, String tag) throws IOException {
    writing.write(archive);
  }

  @Override
  public void deserialize(InputArchive archive, String tag) {
    throw new UnsupportedOperationException("a request is only written");
  }
}
