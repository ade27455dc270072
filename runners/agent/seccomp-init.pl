# Changes the root to the working directory, gives up what a container may not have, and starts
# the entry. $ARGV[0]: file with the filter, an array of struct sock_filter; $ARGV[1]: bits of the
# capabilities that are kept; rest: the entry.
# In Perl, because the filter must be loaded by the process itself, after its last mount, and
# setpriv(1) can load one only since util-linux 2.40. Perl is part of every Debian and Ubuntu.
# Sources: seccomp(2), prctl(2), capabilities(7), pivot_root(2); numbers are those of x86-64.
use strict;
my ($file, $kept, @entry) = @ARGV;

sub must {
    my ($what, $result) = @_;
    return if $result == 0;
    print STDERR "$what: $!\n";
    exit 125;
}

open my $in, "<:raw", $file or must("open $file", -1);
my $filter = do { local $/; <$in> };
close $in;

my $here = ".";    # syscall() wants variables, for the kernel might write to them
must "pivot_root", syscall 155, $here, $here;
must "umount2", syscall 166, $here, 2;    # MNT_DETACH
chdir "/" or must "chdir", -1;

for my $capability (0 .. 63) {
    next if $kept & 1 << $capability;
    last if syscall(157, 23, $capability, 0, 0, 0) < 0;    # PR_CAPBSET_READ: the kernel knows no more
    must "PR_CAPBSET_DROP", syscall 157, 24, $capability, 0, 0, 0;
}
must "PR_SET_NO_NEW_PRIVS", syscall 157, 38, 1, 0, 0, 0;
# struct sock_fprog: a count, and where the instructions are.
my $program = pack "S x![Q] P", length($filter) / 8, $filter;
must "PR_SET_SECCOMP", syscall 157, 22, 2, $program;
exec { $entry[0] } @entry or must "exec $entry[0]", -1;
