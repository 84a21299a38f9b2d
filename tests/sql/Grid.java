// Grid.java: saves rows as the grid of a Java tool does (DBeaver, DataGrip): prepared statements that set the columns that were changed,
// the key in WHERE, autocommit or a commit by hand. Prints what happened, a line each; tests/sql/test_jdbc.py runs and judges it.
// Arguments: address of the database, an article, another article.

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;

public class Grid {
    private static PrintStream out;

    private static Connection connect(String address, String who) throws SQLException {
        Properties account = new Properties();
        account.setProperty("user", who);
        account.setProperty("password", "");
        return DriverManager.getConnection(address, account);
    }

    private static int save(Connection connection, String column, Object value, long article) throws SQLException {
        String statement = "UPDATE portal.article SET " + column + "=? WHERE id=?";
        try (PreparedStatement prepared = connection.prepareStatement(statement)) {
            prepared.setObject(1, value);
            prepared.setLong(2, article);
            return prepared.executeUpdate();
        }
    }

    private static void refused(Connection connection, String column, Object value, long article) {
        try {
            out.println("saved\t" + save(connection, column, value, article));
        } catch (SQLException error) {
            out.println("refused\t" + error.getErrorCode() + "\t" + error.getSQLState() + "\t" + error.getMessage());
        }
    }

    public static void main(String[] arguments) throws Exception {
        out = new PrintStream(System.out, true, "UTF-8");
        long one = Long.parseLong(arguments[1]);
        long other = Long.parseLong(arguments[2]);
        try (Connection editor = connect(arguments[0], "editor"); Connection chief = connect(arguments[0], "chief")) {
            out.println("saved\t" + save(editor, "title", "江上的桥 😀", one));
            out.println("saved\t" + save(editor, "published_at", java.sql.Timestamp.valueOf("2021-11-19 07:08:09"), one));
            refused(editor, "title", "", one);
            refused(editor, "channel", "nowhere", one);

            // A commit by hand that is left open, while somebody else works.
            editor.setAutoCommit(false);
            out.println("saved\t" + save(editor, "body", "没有提交", one));
            out.println("saved\t" + save(chief, "body", "别人的", other));
            try (PreparedStatement added = chief.prepareStatement(
                     "INSERT INTO portal.article (title, channel, body, state, published_at) VALUES (?, ?, ?, ?, NOW())")) {
                added.setString(1, "新的");
                added.setString(2, "新闻");
                added.setString(3, "文");
                added.setString(4, "live");
                out.println("saved\t" + added.executeUpdate());
            }
            try (ResultSet seen = chief.createStatement().executeQuery("SELECT body FROM portal.article WHERE id = " + one)) {
                seen.next();
                out.println("seen\t" + seen.getString(1));
            }
            // A refusal does not end what is open: the rest can be committed.
            refused(editor, "expires_at", java.sql.Timestamp.valueOf("2001-01-01 00:00:00"), one);
            editor.commit();
        }
    }
}
