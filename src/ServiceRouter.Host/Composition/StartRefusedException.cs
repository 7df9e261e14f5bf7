namespace ServiceRouter.Host.Composition;

/// <summary>The service may not start; the message tells the operator what to do about it.</summary>
internal sealed class StartRefusedException(string message) : Exception(message);
