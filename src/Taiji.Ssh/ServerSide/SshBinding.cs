using Taiji.Ssh.Keys;
using Taiji.Ssh.Native;

namespace Taiji.Ssh.ServerSide;

/// <summary>libssh's <c>ssh_bind</c>: the host keys and the identification that each new session gets a copy of.</summary>
internal sealed unsafe class SshBinding : IDisposable
{
    private readonly Lock _lock = new();
    private nint _native;

    public SshBinding(SshServerOptions options)
    {
        _native = LibSsh.ssh_bind_new();
        if (_native == 0)
        {
            throw new SshException("libssh has no memory for a server.");
        }
        try
        {
            // The machine's /etc/ssh/libssh_server_config must not change what the options say.
            byte no = 0;
            Check(LibSsh.ssh_bind_options_set_pointer(_native, LibSsh.BindOptionProcessConfig, &no));
            Check(LibSsh.ssh_bind_options_set_string(_native, LibSsh.BindOptionBanner, options.Identification));
            foreach (SshPrivateKey key in options.HostKeys)
            {
                nint handle = key.ToHandle();
                if (LibSsh.ssh_bind_options_set_pointer(_native, LibSsh.BindOptionImportKey, (void*)handle) != LibSsh.Ok)
                {
                    LibSsh.ssh_key_free(handle);
                    throw new SshKeyException($"A {key.PublicKey.Algorithm} key can't be a host key.");
                }
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Makes a session the server of a descriptor, which libssh owns from now on, also when this fails.</summary>
    public void Accept(nint session, int fd)
    {
        lock (_lock)
        {
            if (LibSsh.ssh_bind_accept_fd(_native, session, fd) == LibSsh.Ok)
            {
                return;
            }
            string reason = LibSsh.LastError(_native);
            if (LibSsh.ssh_get_fd(session) != fd)
            {
                Libc.Close(fd);
            }
            throw new SshConnectException($"libssh can't serve a connection: {reason}.");
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_native != 0)
            {
                LibSsh.ssh_bind_free(_native);
                _native = 0;
            }
        }
    }

    private void Check(int result)
    {
        if (result != LibSsh.Ok)
        {
            throw new SshException($"libssh refuses an option: {LibSsh.LastError(_native)}.");
        }
    }
}
