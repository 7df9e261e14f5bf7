using Npgsql;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Tests.Platform;

public sealed class When_the_connection_to_PostgreSQL_is_tuned
{
    [Fact]
    public void Statements_are_prepared_and_sessions_are_not_reset()
    {
        var tuned = new NpgsqlConnectionStringBuilder(StorageModule.Tuned("Host=db;Username=sr"));

        (tuned.Host, tuned.MaxAutoPrepare, tuned.AutoPrepareMinUsages, tuned.NoResetOnClose).Should().Be(("db", 200, 2, true));
    }

    [Fact]
    public void Few_connections_are_made_and_they_stay()
    {
        var tuned = new NpgsqlConnectionStringBuilder(StorageModule.Tuned("Host=db"));

        (tuned.MinPoolSize, tuned.MaxPoolSize, tuned.ConnectionLifetime).Should().Be((30, 30, 0), "three nodes fit into the hundred of a server, and idle ones are not ended all at once");
    }

    [Fact]
    public void A_server_that_is_silent_is_not_waited_for_long()
    {
        var tuned = new NpgsqlConnectionStringBuilder(StorageModule.Tuned("Host=db"));

        tuned.Timeout.Should().Be(5, "seconds");
    }

    [Fact]
    public void One_connection_that_is_late_does_not_end_the_others()
    {
        new NpgsqlConnectionStringBuilder(StorageModule.Tuned("Host=db")).Should().Match<NpgsqlConnectionStringBuilder>(tuned => tuned.CancellationTimeout == -1 && tuned.GssEncryptionMode == GssEncryptionMode.Disable);
        new NpgsqlConnectionStringBuilder(StorageModule.Tuned("Host=db;Cancellation Timeout=700")).CancellationTimeout.Should().Be(700);
        new NpgsqlConnectionStringBuilder(StorageModule.Tuned("Host=db,standby")).CancellationTimeout.Should().Be(2000, "the driver's own: a silent server is passed over by it");
    }

    [Fact]
    public void Whoever_stands_still_in_a_transaction_is_ended()
    {
        const string Ended = "-c idle_in_transaction_session_timeout=5000";
        new NpgsqlConnectionStringBuilder(StorageModule.Tuned("Host=db")).Options.Should().Be(Ended);
        new NpgsqlConnectionStringBuilder(StorageModule.Limited("Host=db;Maximum Pool Size=7")).Should().Match<NpgsqlConnectionStringBuilder>(jobs => jobs.Options == Ended && jobs.Timeout == 5 && jobs.MaxPoolSize == 7);
    }

    [Fact]
    public void What_the_operator_says_counts()
    {
        var tuned = new NpgsqlConnectionStringBuilder(StorageModule.Tuned("Host=db;Max Auto Prepare=0;No Reset On Close=false;Timeout=9"));

        (tuned.MaxAutoPrepare, tuned.NoResetOnClose, tuned.Timeout).Should().Be((0, false, 9));
        var small = new NpgsqlConnectionStringBuilder(StorageModule.Tuned("Host=db;Maximum Pool Size=8"));
        (small.MinPoolSize, small.MaxPoolSize).Should().Be((8, 8));
        var large = new NpgsqlConnectionStringBuilder(StorageModule.Tuned("Host=db;Minimum Pool Size=50"));
        (large.MinPoolSize, large.MaxPoolSize).Should().Be((50, 50), "a pool that is to keep more than it may have could not be opened");
    }
}
