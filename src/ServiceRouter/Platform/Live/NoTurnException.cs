namespace ServiceRouter.Platform.Live;

/// <summary>No turn came in time, although those before were answered: there are many of them, and the database is not away.</summary>
public sealed class NoTurnException : TimeoutException
{
    public NoTurnException()
        : base("Screens before this one are still reading.")
    {
    }

    public NoTurnException(string message)
        : base(message)
    {
    }

    public NoTurnException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
