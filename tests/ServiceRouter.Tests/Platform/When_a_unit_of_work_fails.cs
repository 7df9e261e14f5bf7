using System.Net.Sockets;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ServiceRouter.Platform.Storage;

namespace ServiceRouter.Tests.Platform;

/// <summary>Another writer, a server that is away, and a row at fault are three things: one is tried again at once, one later, one never.</summary>
public sealed class When_a_unit_of_work_fails
{
    [Theory]
    [InlineData(PostgresErrorCodes.UniqueViolation)]
    [InlineData(PostgresErrorCodes.SerializationFailure)]
    [InlineData(PostgresErrorCodes.DeadlockDetected)]
    public void Another_writer_was_first(string state)
    {
        var failure = new DbUpdateException("", Of(state));

        StorageFailure.IsConflict(failure).Should().BeTrue();
        StorageFailure.IsConflict(new InvalidOperationException("may be transient", failure)).Should().BeTrue("so Entity Framework hands it on when it does not try again itself");
    }

    [Fact]
    public void A_deadlock_of_a_statement_alone_is_another_writer_too()
    {
        StorageFailure.IsConflict(Of(PostgresErrorCodes.DeadlockDetected)).Should().BeTrue();
        StorageFailure.IsConflict(new InvalidOperationException("may be transient", Of(PostgresErrorCodes.DeadlockDetected))).Should().BeTrue();
    }

    [Fact]
    public void A_server_that_is_away_is_no_other_writer()
    {
        Exception[] away = [new TimeoutException(), new SocketException(), new NpgsqlException(), Of(PostgresErrorCodes.DiskFull), new InvalidOperationException("may be transient", new NpgsqlException("", new SocketException()))];

        away.Should().OnlyContain(failure => StorageFailure.IsAway(failure) && !StorageFailure.IsConflict(failure));
    }

    [Theory]
    [InlineData(PostgresErrorCodes.NotNullViolation)]
    [InlineData(PostgresErrorCodes.StringDataRightTruncation)]
    public void A_row_at_fault_is_neither(string state)
    {
        var failure = new DbUpdateException("", Of(state));

        (StorageFailure.IsAway(failure), StorageFailure.IsConflict(failure)).Should().Be((false, false));
    }

    private static PostgresException Of(string state) => new("", "ERROR", "ERROR", state);
}
