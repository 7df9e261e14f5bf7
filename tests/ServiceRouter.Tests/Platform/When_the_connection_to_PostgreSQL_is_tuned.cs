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
    public void What_the_operator_says_counts()
    {
        var tuned = new NpgsqlConnectionStringBuilder(StorageModule.Tuned("Host=db;Max Auto Prepare=0;No Reset On Close=false"));

        (tuned.MaxAutoPrepare, tuned.NoResetOnClose).Should().Be((0, false));
    }
}
